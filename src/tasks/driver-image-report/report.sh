#!/usr/bin/env bash
# Says in one sentence what came of a run: what was published, or where and why it failed.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${PIPELINE_RUN:?}" "${NAMESPACE:?}"

runs=$(ask oc get taskruns --namespace "$NAMESPACE" --selector "tekton.dev/pipelineRun=$PIPELINE_RUN" -o json) ||
  fail_after $? "the tasks of $PIPELINE_RUN cannot be read" "let this service account list taskruns"

# A step that was killed has left no sentence of its own: Tekton's words, and Kubernetes' for want of memory.
outcome=$(jq -r '
  def succeeded: first(.status.conditions[]? | select(.type == "Succeeded"));
  def result($name): first(.status.results[]? | select(.name == $name).value) // "none";
  def killed: first(.status.steps[]? | select(.terminated.reason == "OOMKilled")
    | "transient error: step \(.name) was killed for want of memory: give it more with taskRunSpecs, or run again");
  def why: if result("failure") != "none" then result("failure") else (killed // ("transient error: " + (succeeded | .message // .reason))) end;
  # Tags that were moved away from an image reach no node that has pulled it.
  def ended($tasks; $name): first($tasks[] | select(.task == $name)) // {};
  def replacement($tasks):
    (ended($tasks; "lookup") | result("replaced")) as $replaced
    | (ended($tasks; "nvidia-driver-apply") | result("stale-nodes")) as $nodes
    | if $replaced == "none" then ""
      else "; it replaces " + ($replaced | split(" ") | join(" and "))
        + if $nodes == "none" then ""
          else ", which nodes of this kernel may have (\($nodes)): what a node has it keeps until it is restarted: README, Controlled restart" end
      end;
  [.items[] | . + {task: .metadata.labels["tekton.dev/pipelineTask"]}] as $tasks
  | ([$tasks[] | select(succeeded.status == "False")] | sort_by(.status.completionTime)) as $failed
  | if ($failed | length) > 0 then [$failed[] | .task + ": " + why] | join("; ")
    else first($tasks[] | select(result("IMAGE_DIGEST") != "none") | "published: " + result("IMAGE_URL") + "@" + result("IMAGE_DIGEST") + replacement($tasks)) // "nothing was published" end' <<<"$runs")
result "$OUTCOME_FILE" "${outcome:0:1000}"
