// Starts the jsii kernel in this very process: node kernel.js <program> <folder of packages> <folder for compiled code>
// The stock entry point starts a second Node.js around it, only to wrap its output.
"use strict";
const fs = require("fs");
const path = require("path");
const Module = require("module");
const { Pack } = require("./pack.js");
const [program, packages, compiled] = process.argv.slice(2);

// The kernel links packages into a new folder per process. Compiled code is kept by path, so modules are known by
// where the links lead (we do not pass --preserve-symlinks), while the kernel must still make links, not copies.
process.execArgv.push("--preserve-symlinks");
Module.enableCompileCache(compiled);
new Pack(path.join(compiled, "modules.pack"), packages);

// Where one package finds another: in the kernel's folder, as if it had not been linked there.
let installed;
const mkdtempSync = fs.mkdtempSync;
fs.mkdtempSync = (prefix, ...options) => {
  const folder = mkdtempSync(prefix, ...options);
  if (path.basename(prefix) === "jsii-kernel-") installed ??= path.join(folder, "node_modules");
  return folder;
};
const nodeModulePaths = Module._nodeModulePaths;
const depth = packages.split(path.sep).length;
Module._nodeModulePaths = (from) => {
  const folders = nodeModulePaths(from);
  if (!installed || !from.startsWith(packages + path.sep)) return folders;
  const scoped = from.split(path.sep)[depth].startsWith("@") ? 1 : 0;
  const image = depth + scoped + 3; // <name>/<version>/<digest>
  return [...folders.filter((folder) => folder.split(path.sep).length > image), installed];
};

// The kernel reads the descriptions of all types of a package into memory (35 MB for AWS) to look at a few of them.
const readFileSync = fs.readFileSync;
fs.readFileSync = (file, ...options) => {
  if (options.length > 0 || typeof file !== "string" || !file.endsWith(".jsii.runtime-defs.v1.jsonl")) {
    return readFileSync(file, ...options);
  }
  const descriptor = fs.openSync(file, "r");
  return {
    toString(encoding, begin, end) {
      const bytes = Buffer.allocUnsafe(end - begin);
      let read = 0;
      while (read < bytes.length) {
        const count = fs.readSync(descriptor, bytes, read, bytes.length - read, begin + read);
        if (count === 0) throw new Error(`${file} is shorter than its index says`);
        read += count;
      }
      return bytes.toString(encoding);
    },
  };
};
require(program);
