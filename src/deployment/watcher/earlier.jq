# Of releases that the cluster ran earlier, the newest that may explain a kernel of nodes and was not asked for: image and architecture.
include "answers";

answers($cache; $found) as $answers
| def answer($arch): $answers[question(.images[$arch]; $arch)];
  ([(.releases[], .earlier[]) | .images | keys[] as $arch | {images: .} | answer($arch).facts | kernels]) as $known
| unexplained($known; .releases; $nodes) as $kernels
| [$settings[0].targets[] | select(.arch as $arch | any($kernels[]; endswith("." + $arch))) | .nodeArch] as $arches
| first(.earlier[] | ($arches | unique[]) as $arch | select(answer($arch) == null) | question(.images[$arch]; $arch)) // empty
