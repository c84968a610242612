/**
 * esbuild keeps the names of bundled functions by naming each of them when it is made. That is right for what is made once, and
 * for classes: Nest finds them by name, and errors say theirs. Closures that are made for every message would be named for every
 * message, which took a sixth of a runner's time; nobody asks for their names.
 */

const helper = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';
const ofClass = /(static \{\s*)__name\(this,/g;

/** The bundle, in which functions that are made after it was loaded are no longer named; classes always are. */
export function nameOnlyWhatIsMadeOnce(code: string): string {
  // Found whole or not at all: another esbuild may write it otherwise.
  if (!code.includes(helper))
    throw new Error('esbuild names functions in another way than before. Change closureNames.ts.');
  const named = `var __isLoaded = false;
var __className = (target, value) => __defProp(target, "name", { value, configurable: true });
var __name = (target, value) => __isLoaded ? target : __className(target, value);`;
  return `${code.replace(helper, () => named).replaceAll(ofClass, '$1__className(this,')}\n__isLoaded = true;\n`;
}
