# What the registries hold of the wanted images. $listed: tags by repository; $answers: a list of references, each with what skopeo says of
# it, null where there is no such image.
def ours($name): .Labels["nvidia-driver-pipelines." + $name] // "";

{
  repositories: $listed[0],
  images: ([range(0; $answers | length; 2) as $at | {key: $answers[$at], value: $answers[$at + 1]} | select(.value)
    | .value |= if has("reason") then . else {digest: .Digest, proof: (ours("proof") == "1"), signer: ours("signer")} end]
    | from_entries)
}
