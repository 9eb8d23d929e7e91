# Of a page of PipelineRuns where the next page begins, and what they were to make and what came of it.
def result($name): first(.status.results[]? | select(.name == $name) | .value) // "";

(.metadata.continue // "" | @uri),
(.items[]
  | (first(.status.conditions[]? | select(.type == "Succeeded")) // {status: "Unknown"}) as $condition
  | ($condition.status != "Unknown") as $done
  | ($condition.status == "True") as $succeeded
  | {
      name: .metadata.name,
      target: .metadata.labels["nvidia-driver-pipelines/target"],
      kernel: (first(.spec.params[]? | select(.name == "kernel") | .value) // ""),
      attempt: (.metadata.labels["nvidia-driver-pipelines/attempt"] // "0" | tonumber? // 0),
      configuration: (.metadata.labels["nvidia-driver-pipelines/configuration"] // ""),
      done: $done,
      succeeded: $succeeded,
      # A run that was ended from outside has no report.
      outcome: (result("outcome") | if . == "" and $done and ($succeeded | not) then $condition.message // "" else . end),
      digest: result("IMAGE_DIGEST"),
      ended: (.status.completionTime // ""),
      created: .metadata.creationTimestamp
    })
