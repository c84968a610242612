/** Names that every expression can use though nothing in a flow gives them: what JavaScript itself brings in the sandbox. */
export const javascriptNames: ReadonlySet<string> = new Set(
  (
    'undefined NaN Infinity globalThis arguments eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI ' +
    'encodeURIComponent escape unescape Math JSON Reflect Atomics Object Function Array String Number Boolean Symbol BigInt Date ' +
    'RegExp Map Set WeakMap WeakSet WeakRef Promise Proxy Iterator Error AggregateError EvalError RangeError ReferenceError ' +
    'SyntaxError TypeError URIError InternalError ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray ' +
    'Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array ' +
    'FinalizationRegistry performance queueMicrotask navigator'
  ).split(' '),
);
