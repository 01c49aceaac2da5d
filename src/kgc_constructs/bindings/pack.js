// One file with the modules that programs have used so far: their sources, what V8 has compiled of them, and where
// their requires lead. Node.js alone looks for 500 files in 2,000 places and asks of each folder what it is.
//
// The file is: length of the head (8 bytes), length of all pieces (8 bytes), checksum of the head (4 bytes), the head
// (JSON), the pieces that it points to, each with its checksum. Only modules of images are packed; an image never changes.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { crc32 } = require("zlib");
const Module = require("module");
const { Archive } = require("./archive.js");

const PREFIX = 20;

class Pack {
  #file; #root; #descriptor; #start = 0;
  #modules = {}; // filename -> { source: [begin, length, checksum], code: the same, ascii }
  #resolved = {}; // folder of the asking module, NUL, request -> filename
  #new = new Map(); // filename -> { source, script }
  #archives = new Map(); // folder of an image -> its archive
  #changed = false;

  constructor(file, root) {
    this.#file = file;
    this.#root = root + path.sep;
    this.#open();
    this.#hookResolution();
    this.#hookLoading();
    process.once("exit", () => this.#save());
  }

  #open() {
    try {
      this.#descriptor = fs.openSync(this.#file, "r");
      const prefix = this.#read(0, PREFIX);
      const head = this.#read(PREFIX, Number(prefix.readBigUInt64LE(0)));
      const size = PREFIX + head.length + Number(prefix.readBigUInt64LE(8));
      if (fs.fstatSync(this.#descriptor).size !== size || crc32(head) !== prefix.readUInt32LE(16)) return;
      const { version, modules, resolved } = JSON.parse(head.toString());
      if (version !== process.version) return; // another V8
      this.#start = PREFIX + head.length;
      this.#modules = modules;
      this.#resolved = resolved;
    } catch {
      // There is none yet, or it is damaged: then it is written anew.
    }
  }

  #read(position, length) {
    const bytes = Buffer.allocUnsafeSlow(length);
    if (fs.readSync(this.#descriptor, bytes, 0, length, position) !== length) throw new Error("truncated");
    return bytes;
  }

  #piece([begin, length, checksum]) {
    const bytes = this.#read(this.#start + begin, length);
    if (crc32(bytes) !== checksum) throw new Error("damaged");
    return bytes;
  }

  #hookResolution() {
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (request, parent, isMain, options) => {
      const from = parent?.filename;
      if (options || !from?.startsWith(this.#root)) return resolve(request, parent, isMain, options);
      const key = `${path.dirname(from)}\0${request}`;
      const known = this.#resolved[key];
      if (known) return known;
      const image = this.#imageOf(from);
      const found = this.#archive(image).resolve(path.dirname(from), request) ?? resolve(request, parent, isMain);
      if (found.startsWith(image + path.sep)) { // another package may be another version next time
        this.#resolved[key] = found;
        this.#changed = true;
      }
      return found;
    };
  }

  #imageOf(filename) {
    const parts = filename.slice(this.#root.length).split(path.sep);
    return this.#root + parts.slice(0, parts[0].startsWith("@") ? 4 : 3).join(path.sep);
  }

  #archive(image) {
    let archive = this.#archives.get(image);
    if (!archive) this.#archives.set(image, (archive = new Archive(image)));
    return archive;
  }

  #hookLoading() {
    const load = Module._extensions[".js"];
    Module._extensions[".js"] = (module, filename) => {
      if (!filename.startsWith(this.#root)) return load(module, filename);
      const script = this.#known(filename) ?? this.#add(filename);
      const require = (id) => module.require(id);
      require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
      require.main = process.mainModule;
      require.extensions = Module._extensions;
      require.cache = Module._cache;
      const body = script.runInThisContext();
      return body.call(module.exports, module.exports, require, module, filename, path.dirname(filename));
    };
  }

  #known(filename) {
    const entry = this.#modules[filename];
    if (!entry) return undefined;
    try {
      const source = this.#piece(entry.source).toString(entry.ascii ? "latin1" : "utf8");
      const script = this.#compile(filename, source, this.#piece(entry.code));
      if (!script.cachedDataRejected) return script;
    } catch {
      // Damaged: read the module itself.
    }
    delete this.#modules[filename];
    return undefined;
  }

  #add(filename) {
    const source = this.#archive(this.#imageOf(filename)).read(filename) ?? fs.readFileSync(filename, "utf8");
    const script = this.#compile(filename, source);
    this.#new.set(filename, { source, script });
    return script;
  }

  #compile(filename, source, cachedData) {
    const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    return new vm.Script(Module.wrap(source), { filename, cachedData, importModuleDynamically });
  }

  // Everything known, and what this process has met for the first time, under a temporary name and then renamed.
  #save() {
    if (this.#new.size === 0 && !this.#changed) return;
    const pieces = [];
    let end = 0;
    const add = (bytes) => {
      pieces.push(bytes);
      end += bytes.length;
      return [end - bytes.length, bytes.length, crc32(bytes)];
    };
    const modules = {};
    try {
      for (const [filename, { ascii, source, code }] of Object.entries(this.#modules)) {
        if (!fs.existsSync(this.#imageOf(filename))) continue; // it has been deleted
        modules[filename] = { ascii, source: add(this.#piece(source)), code: add(this.#piece(code)) };
      }
      for (const [filename, { source, script }] of this.#new) {
        const ascii = !/[^\x00-\x7f]/.test(source);
        modules[filename] = { ascii, source: add(Buffer.from(source)), code: add(script.createCachedData()) };
      }
      const isThere = (found) => modules[found] || fs.existsSync(found); // data (JSON) is not packed
      const resolved = Object.fromEntries(Object.entries(this.#resolved).filter(([, found]) => isThere(found)));
      const head = Buffer.from(JSON.stringify({ version: process.version, modules, resolved }));
      const prefix = Buffer.alloc(PREFIX);
      prefix.writeBigUInt64LE(BigInt(head.length), 0);
      prefix.writeBigUInt64LE(BigInt(end), 8);
      prefix.writeUInt32LE(crc32(head), 16);
      const temporary = `${this.#file}.${process.pid}`;
      fs.writeFileSync(temporary, Buffer.concat([prefix, head, ...pieces]));
      fs.renameSync(temporary, this.#file);
    } catch {
      // Without a pack everything works, only slower.
    }
  }
}

module.exports = { Pack };
