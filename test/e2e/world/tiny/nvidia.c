#include <linux/module.h>

int tiny_nvidia_answer(void)
{
	return 42;
}
EXPORT_SYMBOL(tiny_nvidia_answer);

MODULE_DESCRIPTION("Stands for NVIDIA's module of this name");
MODULE_LICENSE("GPL");
MODULE_VERSION(DRIVER_VERSION);
