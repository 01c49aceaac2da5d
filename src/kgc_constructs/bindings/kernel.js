// Starts the jsii kernel in this very process: node kernel.js <program> <folder for compiled code>
// The stock entry point starts a second Node.js around it, only to wrap its output.
"use strict";
const fs = require("fs");
const [program, compiled] = process.argv.slice(2);
const { enableCompileCache } = require("module");
if (enableCompileCache && compiled) enableCompileCache(compiled);

// The kernel reads the descriptions of all types of a package into memory (35 MB for AWS) to look at a few of them.
const readFileSync = fs.readFileSync;
fs.readFileSync = (path, ...options) => {
  if (options.length > 0 || typeof path !== "string" || !path.endsWith(".jsii.runtime-defs.v1.jsonl")) {
    return readFileSync(path, ...options);
  }
  const file = fs.openSync(path, "r");
  return {
    toString(encoding, begin, end) {
      const bytes = Buffer.allocUnsafe(end - begin);
      let read = 0;
      while (read < bytes.length) {
        const count = fs.readSync(file, bytes, read, bytes.length - read, begin + read);
        if (count === 0) throw new Error(`${path} is shorter than its index says`);
        read += count;
      }
      return bytes.toString(encoding);
    },
  };
};
require(program);
