/**
 * QuickJS instances. Each has a WebAssembly.Memory of its own with a hard maximum, because the engine's own
 * setMemoryLimit() counts 8 bytes per allocation under Emscripten (quickjs-emscripten #255, #271) and so does not hold.
 *
 *   process ── one WebAssembly.Module ──┬── instance: Memory ≤ 24 MiB, runtime, context, prelude
 *                                       └── instance: …
 *
 * An instance is never disposed, only let go: everything it has lives in its memory, and freeing a broken one aborts.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from 'quickjs-emscripten';
import type { EmscriptenModuleLoaderOptions, QuickJSContext } from 'quickjs-emscripten';
import { limits } from './limits.ts';

const pageBytes = 64 << 10;
const initialBytes = 16 << 20;

const wasmModule = new WebAssembly.Module(readWasm());

/** Beside the bundle (the only folder that the runner may read), or in node_modules when run from source. */
function readWasm(): Buffer<ArrayBuffer> {
  try {
    return readFileSync(new URL('./quickjs.wasm', import.meta.url));
  } catch {
    // Not bundled. If the file is missing beside a bundle, this throws and says which package is not there.
    return readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
  }
}

/** An abort would be printed on our own log; it reaches us as an exception anyway. (Emscripten's; not in the types.) */
const silent = { print: () => undefined, printErr: () => undefined } as EmscriptenModuleLoaderOptions;

export interface Engine {
  readonly context: QuickJSContext;
  /** From now on code is stopped after so many milliseconds; `Infinity` lets it run (only ever for our own). */
  allow(ms: number): void;
  /** True once the memory has grown; it never shrinks, so such an instance is better let go. */
  isBloated(): boolean;
}

/** Starts an instance: 2–6 ms, and as much again for the prelude. */
export async function startEngine(): Promise<Engine> {
  const memory = new WebAssembly.Memory({
    initial: initialBytes / pageBytes,
    maximum: (limits.memoryMiB << 20) / pageBytes,
  });
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(RELEASE_SYNC, {
      wasmModule,
      wasmMemory: memory,
      emscriptenModule: silent,
    }),
  );
  let stopAt = Infinity;
  const runtime = quickjs.newRuntime({
    maxStackSizeBytes: limits.stackBytes,
    interruptHandler: () => performance.now() > stopAt,
  });
  return {
    context: runtime.newContext(),
    allow: (ms) => {
      stopAt = performance.now() + ms;
    },
    isBloated: () => memory.buffer.byteLength > initialBytes,
  };
}
