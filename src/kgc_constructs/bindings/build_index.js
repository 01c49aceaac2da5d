// Runs jsii's own index builder on one unpacked package: node build_index.js <worker> <folder> <feature>...
"use strict";
const { Worker } = require("worker_threads");
const [worker, packageDir, ...supportedFeatures] = process.argv.slice(2);
const failed = (reason) => {
  console.error(reason);
  process.exitCode = 1;
};
const builder = new Worker(worker, { workerData: { packageDir, supportedFeatures } });
builder.on("message", (message) => message && message.error && failed(message.error));
builder.on("error", failed);
