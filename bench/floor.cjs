// The least that a synth of this kind costs: Node, the constructs, one small document read and written.
require('cdk8s-plus-28');
const { parse, stringify } = require('yaml');
stringify(parse('a: 1'));
