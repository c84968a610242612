/**
 * esbuild keeps the names of bundled functions by naming each of them when it is made. That is right for what is made once, and
 * for classes: Nest finds them by name, and errors say theirs. Closures that are made for every message would be named for every
 * message, which took a sixth of a runner's time; nobody asks for their names.
 */

const helper = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';
const ofClass = /(static \{\s*)__nameOnce\(this,/g;

/** The files of a bundle, in which functions that are made after theirs was loaded are no longer named; classes always are. */
export function nameOnlyWhatIsMadeOnce(files: readonly string[]): string[] {
  // Found whole or not at all: another esbuild may write it otherwise. One file has it, the others import it.
  if (!files.some((code) => code.includes(helper)))
    throw new Error('esbuild names functions in another way than before. Change closureNames.ts.');
  return files.map((code) => {
    if (!code.includes('__name(')) return code;
    const named = code.replaceAll(/\b__name\(/g, '__nameOnce(').replaceAll(ofClass, '$1__name(this,');
    return `${nameOnce}\n${named}\n__isLoaded = true;\n`;
  });
}

const nameOnce = `var __isLoaded = false;
var __nameOnce = (target, value) => __isLoaded ? target : __name(target, value);`;
