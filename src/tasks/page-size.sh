# shellcheck shell=bash
# The size of a kernel's pages.

# page_size KERNEL: as the label has it
page_size() {
  case $1 in
    *+64k) printf 64k ;;
    *) printf 4k ;;
  esac
}
