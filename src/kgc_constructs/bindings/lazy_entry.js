"use strict";
const paths = {};
const has = (name) => Object.hasOwn(paths, name);
module.exports = new Proxy({ __esModule: true }, {
  get: (loaded, name) => loaded[name] ?? (has(name) ? (loaded[name] = require(paths[name])) : undefined),
  has: (loaded, name) => name in loaded || has(name),
  ownKeys: () => ["__esModule", ...Object.keys(paths)],
  getOwnPropertyDescriptor(loaded, name) {
    if (!has(name)) return Object.getOwnPropertyDescriptor(loaded, name);
    return { value: module.exports[name], configurable: true, enumerable: true, writable: true };
  },
});
