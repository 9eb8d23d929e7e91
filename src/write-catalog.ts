import { catalog, writeCatalog } from './catalog/catalog';

// Keys stay in the order in which people read them.
process.env.CDK8S_DISABLE_SORT = '1';

const written = writeCatalog(catalog(), '.');
console.log(written.join('\n'));
