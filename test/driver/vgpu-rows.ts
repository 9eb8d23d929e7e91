/** vGPU guest drivers; what is said of them. A dash: not known. */
export const vgpuRows = `
driver      modules      gpu              platform     cuda    rhel  openshift  operator  type
580.178.04  proprietary  turing           x86_64       13.1.0  9.6   4.20.3     25.10.1   vgpu | vgpu
580.178.04  proprietary  ampere           x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu
580.178.04  open         turing           x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu-needs-proprietary vgpu
580.178.04  open         ampere           x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu-needs-proprietary vgpu
580.178.04  open         ada              x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu
580.178.04  open         hopper           x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu
580.178.04  open         blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu
580.178.04  proprietary  blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | needs-open vgpu
580.178.04  open         volta            x86_64       -       9.6   4.20.3     26.3.3    vgpu | needs-proprietary vgpu
580.178.04  open         -                x86_64       13.1.0  9.6   4.20.3     25.3.4    vgpu | no-licence vgpu
580.178.04  open         -                x86_64       13.1.0  9.6   4.20.3     -         vgpu | vgpu
580.178.04  open         -                aarch64      13.1.0  9.6   4.20.3     26.3.3    vgpu | lag vgpu ?vgpu-on-arm
570.211.01  open         -                x86_64       -       10.2  5.0.0      26.3.3    vgpu | vgpu ?rhel
570.211.01  open         -                aarch64      -       9.6   4.20.3     26.3.3    vgpu | lag vgpu ?vgpu-on-arm
620.10.02   open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | vgpu
620.10.02   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3    vgpu | no-proprietary vgpu
510.108.03  open         -                x86_64       -       9.6   4.20.3     26.3.3    vgpu | no-open vgpu
580.178.04  proprietary  turing           x86_64       12.8.1  9.6   4.20.3     26.3.3    passthrough | works
`;
