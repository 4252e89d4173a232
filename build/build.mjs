// Builds what browsers load: app/static/{css,js,icons,images} → app/static/build, each file named after its content,
// with .br and .gz beside it, and manifest.json from logical to hashed names.
//
// site.css gets the @font-face rules of build/fonts.py in front. service-worker.js is built last and finds what it
// should keep in the constants __BUILD__ (a hash over everything) and __ASSETS__ (logical name → address).
// Old files stay for a week: a server that started earlier still names them.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "app/static");
const target = join(source, "build");
const prefix = "/static/";
const targets = ["chrome87", "firefox78", "safari14.1"];
const compressible = new Set([".css", ".js", ".svg", ".json", ".webmanifest", ".txt"]);
const week = 7 * 24 * 3600 * 1000;

const manifest = {};

function hashed(name, contents) {
  const digest = createHash("sha256").update(contents).digest("hex").slice(0, 10);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}-${digest}${extension}`;
}

async function keep(file, contents) {
  const path = join(target, file);
  await mkdir(dirname(path), { recursive: true });
  await replace(path, contents);
  if (!compressible.has(extname(file))) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await replace(`${path}.br`, brotliCompressSync(contents, quality));
  await replace(`${path}.gz`, gzipSync(contents, { level: 9 }));
}

async function replace(path, contents) {
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

async function add(name, contents) {
  const file = hashed(name, contents);
  manifest[name] = file;
  await keep(file, contents);
}

async function bundle(name, options) {
  const built = await esbuild.build({
    bundle: true,
    minify: true,
    write: false,
    outdir: target,
    target: targets,
    legalComments: "none",
    logLevel: "warning",
    absWorkingDir: root,
    ...options,
  });
  for (const { path, contents } of built.outputFiles) {
    const file = path.slice(target.length + 1);
    if (file.startsWith("fonts/") || file.startsWith("images/")) {
      manifest[file.replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1")] = file;
      await keep(file, contents);
    } else {
      await add(name, contents);
    }
  }
}

async function styles() {
  if (!existsSync(join(source, "css/site.css"))) return;
  await bundle("css/site.css", {
    stdin: {
      contents: '@import "./build/fonts/rubik.css";\n@import "./css/site.css";\n',
      resolveDir: source,
      loader: "css",
    },
    publicPath: prefix,
    loader: { ".woff2": "file", ".svg": "dataurl", ".png": "file" },
    assetNames: "fonts/[name]-[hash]",
  });
}

async function script(name, define = {}) {
  const entry = join(source, name);
  if (!existsSync(entry)) return;
  await bundle(name, { entryPoints: [entry], format: "esm", define });
}

async function copied(folder) {
  const from = join(source, folder);
  if (!existsSync(from)) return;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isFile()) await add(`${folder}/${entry.name}`, await readFile(join(from, entry.name)));
  }
}

async function prune(folder = target) {
  const current = new Set(Object.values(manifest).map((file) => join(target, file)));
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await prune(path);
    else if (/-[A-Za-z0-9]{8,10}\.\w+(\.br|\.gz)?$|\.draft$/.test(basename(path))) {
      const alive = current.has(path.replace(/\.(br|gz)$/, ""));
      if (!alive && Date.now() - (await stat(path)).mtimeMs > week) await rm(path);
    }
  }
}

await copied("icons");
await copied("images");
await styles();
await script("js/site.js");
await script("js/entries.js");
const build = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 12);
const assets = Object.fromEntries(Object.entries(manifest).map(([name, file]) => [name, prefix + file]));
await script("js/service-worker.js", { __BUILD__: JSON.stringify(build), __ASSETS__: JSON.stringify(assets) });
await replace(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
await prune();
