// The door `@quietport/knowledge/vendors`: MAC prefixes, apart because only what shows devices asks for them.
export { type MacVendor, vendorOf } from './vendors/vendor-of.ts';
