/** Driver, kernel modules, GPU, platform and CUDA; what is said of them. A dash: not known. */
export const hardwareRows = `
driver      modules      gpu              platform     cuda    rhel  openshift  operator
Both kinds of kernel modules, by branch
470.256.02  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
470.256.02  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | no-open
510.108.03  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | no-open
514.10.02   open         -                -            -       -     -          -        | no-open
515.43.04   open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
515.105.01  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
550.163.01  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
550.163.01  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
560.35.05   open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
570.211.01  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
570.211.01  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
580.178.04  proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
595.91.07   open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
595.91.07   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
610.57.04   open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
610.57.04   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
611.10.02   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | ?rpms-610
619.10.02   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | ?rpms-610
620.10.02   open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | ?rpms-610
620.10.02   proprietary  -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | no-proprietary ?rpms-610
418.226.00  proprietary  -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | ?rpms-470
450.248.02  open         -                x86_64       12.8.1  9.6   4.20.3     26.3.3   | no-open ?rpms-470
469.10.02   proprietary  -                -            -       -     -          -        | ?rpms-470

GPUs without GSP: proprietary modules, and 580 at most
470.256.02  proprietary  maxwell          x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  proprietary  maxwell          x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  open         maxwell          x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-proprietary
535.309.01  proprietary  pascal           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  open         pascal           x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-proprietary
535.309.01  proprietary  volta            x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  open         volta            x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-proprietary
570.211.01  open         pascal           x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-proprietary
580.178.04  proprietary  maxwell          x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  proprietary  pascal           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  proprietary  volta            x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         volta            x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-proprietary
580.178.04  proprietary  volta            x86_64       13.1.0  9.6   4.20.3     26.3.3   | cuda-after-12
580.178.04  proprietary  pascal           x86_64       13.0.1  9.6   4.20.3     26.3.3   | cuda-after-12
580.178.04  open         maxwell          x86_64       13.1.0  9.6   4.20.3     26.3.3   | needs-proprietary cuda-after-12
580.178.04  proprietary  volta            x86_64       -       9.6   4.20.3     26.3.3   | works
590.48.01   proprietary  maxwell          x86_64       13.1.0  9.6   4.20.3     26.3.3   | after-580
590.48.01   open         pascal           x86_64       13.1.0  9.6   4.20.3     26.3.3   | after-580
595.91.07   proprietary  volta            x86_64       13.1.0  9.6   4.20.3     26.3.3   | after-580
595.91.07   open         volta            x86_64       13.1.0  9.6   4.20.3     26.3.3   | after-580
610.57.04   proprietary  pascal           x86_64       13.1.0  9.6   4.20.3     26.3.3   | after-580
620.10.02   proprietary  pascal           x86_64       13.1.0  9.6   4.20.3     26.3.3   | no-proprietary after-580 ?rpms-610
450.248.02  open         volta            x86_64       12.8.1  9.6   4.20.3     26.3.3   | no-open ?rpms-470
580.178.04  proprietary  volta            aarch64      12.8.1  9.6   4.20.3     26.3.3   | lag
580.178.04  proprietary  pascal           aarch64      12.8.1  9.6   4.20.3     26.3.3   | lag ?old-on-arm
580.178.04  proprietary  maxwell          aarch64+64k  12.8.1  9.6   4.20.3     26.3.3   | lag ?old-on-arm
595.91.07   proprietary  maxwell          aarch64      13.1.0  9.6   4.20.3     26.3.3   | after-580 lag

GPUs with GSP: both kinds, but for Blackwell and those with Grace
535.309.01  proprietary  turing           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  open         turing           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         turing           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
595.91.07   proprietary  turing           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
470.256.02  proprietary  ampere           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         ampere           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
610.57.04   proprietary  ampere           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
580.178.04  open         ampere           aarch64      13.1.0  9.6   4.20.3     26.3.3   | lag
515.105.01  proprietary  ada              x86_64       12.8.1  9.6   4.20.3     26.3.3   | before-520
470.256.02  proprietary  hopper           x86_64       12.8.1  9.6   4.20.3     26.3.3   | before-520
519.10.02   open         hopper           x86_64       12.8.1  9.6   4.20.3     26.3.3   | before-520
520.61.05   open         hopper           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
525.147.05  proprietary  ada              x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
535.309.01  proprietary  hopper           x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         hopper           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
580.178.04  proprietary  hopper           x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
580.178.04  open         hopper           aarch64      13.1.0  9.6   4.20.3     26.3.3   | lag
610.57.04   open         ada              x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
515.105.01  open         grace-hopper     aarch64      12.8.1  9.6   4.20.3     26.3.3   | before-520 lag ?rpms-arm
535.309.01  open         grace-hopper     aarch64+64k  12.8.1  9.6   4.20.3     26.3.3   | lag ?rpms-arm ?grace-hopper
535.309.01  proprietary  grace-hopper     aarch64      12.8.1  9.6   4.20.3     26.3.3   | needs-open lag ?rpms-arm ?grace-hopper
550.163.01  open         grace-hopper     aarch64+64k  12.8.1  9.6   4.20.3     26.3.3   | lag ?rpms-arm
580.178.04  open         grace-hopper     aarch64+64k  13.1.0  9.6   4.20.3     26.3.3   | lag
580.178.04  proprietary  grace-hopper     aarch64+64k  13.1.0  9.6   4.20.3     26.3.3   | needs-open lag
580.178.04  open         grace-hopper     x86_64       13.1.0  9.6   4.20.3     26.3.3   | only-arm
550.163.01  open         blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | before-570
550.163.01  proprietary  blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-open before-570
470.256.02  proprietary  blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | before-570
570.86.15   open         blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | hgx
570.124.06  proprietary  blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-open hgx
570.133.20  open         blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
570.133.20  proprietary  blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | needs-open
580.178.04  open         blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | works
580.178.04  proprietary  blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | needs-open
595.91.07   proprietary  blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | needs-open
610.57.04   proprietary  blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | needs-open
620.10.02   proprietary  blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | no-proprietary ?rpms-610
620.10.02   open         blackwell        x86_64       13.1.0  9.6   4.20.3     26.3.3   | ?rpms-610
580.178.04  open         grace-blackwell  aarch64+64k  13.1.0  9.6   4.20.3     26.3.3   | lag
580.178.04  proprietary  grace-blackwell  aarch64      13.1.0  9.6   4.20.3     26.3.3   | needs-open lag
570.124.06  open         grace-blackwell  aarch64      12.8.1  9.6   4.20.3     26.3.3   | lag ?rpms-arm
595.91.07   open         grace-blackwell  x86_64       13.1.0  9.6   4.20.3     26.3.3   | only-arm

CUDA
580.178.04  open         blackwell        x86_64       12.8.1  9.6   4.20.3     26.3.3   | works
580.178.04  open         blackwell        x86_64       12.6.3  9.6   4.20.3     26.3.3   | cuda-before-12.8
580.178.04  open         hopper           x86_64       12.6.3  9.6   4.20.3     26.3.3   | works
570.211.01  open         -                x86_64       13.1.0  9.6   4.20.3     26.3.3   | forward
535.309.01  proprietary  hopper           x86_64       13.0.1  9.6   4.20.3     26.3.3   | forward
535.309.01  proprietary  volta            x86_64       13.1.0  9.6   4.20.3     26.3.3   | forward cuda-after-12
570.211.01  open         -                x86_64       -       9.6   4.20.3     26.3.3   | works
580.178.04  open         -                x86_64       12.9.1  9.6   4.20.3     26.3.3   | works
595.91.07   open         -                x86_64       12.8.1  9.8   4.22.1     26.7.0   | works
580.178.04  open         -                x86_64       12.9.1  10.2  5.0.0      -        | no-ubi10 maybe-10 ?rhel
580.178.04  open         -                x86_64       13.0.1  10.2  5.0.0      -        | ?rhel
570.211.01  open         -                x86_64       12.8.1  10.2  5.0.0      -        | no-ubi10 maybe-10 ?rpms-10 ?rhel
570.211.01  open         -                x86_64       13.1.0  10.2  5.0.0      -        | forward ?rpms-10 ?rhel
570.211.01  open         -                x86_64       -       10.2  5.0.0      -        | ?rpms-10 ?rhel
`;
