#include <linux/module.h>
#include <drm/drm_device.h>
#include <drm/drm_drv.h>

int tiny_nvidia_answer(void);

static int __init begin(void)
{
	drm_dev_put(NULL); /* a symbol of drm.ko: the module cannot be loaded without it */
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
