// The modules of a package that has thousands of them, in one file (see image_building.py): modules.json says where
// each is in modules.bin, how long it is there, and the checksum of its source.
"use strict";
const fs = require("fs");
const path = require("path");
const { crc32, inflateSync } = require("zlib");

class Archive {
  #image; #contents; #descriptor;

  constructor(image) {
    this.#image = image;
    const contents = path.join(image, "modules.json");
    this.#contents = fs.existsSync(contents) ? JSON.parse(fs.readFileSync(contents, "utf8")) : {};
  }

  // The module that a relative request from a folder leads to, by the rules of Node.js; undefined if it is not here.
  resolve(folder, request) {
    if (!/^\.\.?(\/|$)/.test(request)) return undefined;
    const name = path.join(path.relative(this.#image, folder), request);
    const found = [name, `${name}.js`, path.join(name, "index.js")].find((each) => Object.hasOwn(this.#contents, each));
    return found && path.join(this.#image, found);
  }

  // The source of a module; undefined if it is not here.
  read(filename) {
    const entry = this.#contents[path.relative(this.#image, filename)];
    if (!entry) return undefined;
    const [begin, length, checksum] = entry;
    this.#descriptor ??= fs.openSync(path.join(this.#image, "modules.bin"), "r");
    const packed = Buffer.allocUnsafe(length);
    fs.readSync(this.#descriptor, packed, 0, length, begin);
    const source = inflateSync(packed);
    if (crc32(source) !== checksum) throw new Error(`${filename} is damaged; empty the cache`);
    return source.toString();
  }
}

module.exports = { Archive };
