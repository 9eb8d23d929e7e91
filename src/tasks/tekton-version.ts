/** Oldest version of Tekton Pipelines that the tasks and pipelines run on: the first whose definitions have a full schema. */
export const minTektonVersion = '1.0.0';
