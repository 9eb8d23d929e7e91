# Of a page of nodes where the next page begins, and what decides about images: few of hundreds of labels, and the MachineConfig that the
# node runs.
($settings[0].targets | map(.nodeSelector // {} | map_values(true)) | add // {}) as $selectors
| (.metadata.continue // "" | @uri),
  (.items[]
  | (.metadata.labels // {}) as $labels
  | {
      name: .metadata.name,
      # Labels have no "+": NFD writes _64k.
      kernel: ($labels["feature.node.kubernetes.io/kernel-version.full"] // .status.nodeInfo.kernelVersion // "" | sub("_64k$"; "+64k")),
      labels: ($labels | with_entries(select(.key as $key
        | $key == "kubernetes.io/arch" or ($key | startswith("feature.node.kubernetes.io/system-os_release.")) or $selectors[$key]))),
      configuration: (.metadata.annotations["machineconfiguration.openshift.io/currentConfig"] // "")
    })
