#include <linux/module.h>

int tiny_nvidia_answer(void);

static int __init begin(void)
{
	return tiny_nvidia_answer() == 42 ? 0 : -ENODEV;
}

static void __exit end(void)
{
}

module_init(begin);
module_exit(end);
MODULE_DESCRIPTION("Stands for NVIDIA's module of this name");
MODULE_LICENSE("GPL");
MODULE_VERSION(DRIVER_VERSION);
