// Says at the end how much memory the process has used at most.
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
