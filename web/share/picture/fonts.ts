/**
 * The page's web fonts, as far as a picture needs them, as a style sheet with the fonts inside: an SVG is on its own, and as
 * an image it may load nothing.
 */
export async function fontsFor(svg: string): Promise<string> {
  const letters = new Set(Array.from(svg, (letter) => letter.codePointAt(0) ?? 0));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(isFontFace);
  const needed = rules.filter(({ style }) => {
    const family = style.getPropertyValue('font-family').replace(/^["']|["']$/g, '');
    return svg.includes(family) && covers(style.getPropertyValue('unicode-range'), letters);
  });
  const written = await Promise.all(needed.map(withFontInside));
  return written.join('');
}

const isFontFace = (rule: CSSRule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule;

function covers(ranges: string, letters: ReadonlySet<number>): boolean {
  if (ranges === '') return true;
  return ranges.split(',').some((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    // What is not ASCII decides: a blank alone is in every set.
    return [...letters].some((letter) => letter > 32 && letter >= first && letter <= last);
  });
}

async function withFontInside({ cssText, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const address = /url\(["']?([^"')]+)["']?\)/.exec(cssText)?.[1];
  if (address === undefined) return cssText;
  const font = await fetch(new URL(address, parentStyleSheet?.href ?? document.baseURI));
  const bytes = new Uint8Array(await font.arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return cssText.replace(address, `data:font/woff2;base64,${text}`);
}
