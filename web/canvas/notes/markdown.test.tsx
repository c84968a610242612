import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />).replaceAll(/ class="[^"]*"/g, '');

test('what Markdown people know is drawn: headings, emphasis, lists, tasks, code, quotes, tables', () => {
  expect(html('# Big\n**bold** *soft* ~~gone~~ `code`\nnext line')).toBe(
    '<div><p data-depth="1">Big</p><p><strong>bold</strong> <em>soft</em> <del>gone</del> <code>code</code><br/>next line</p></div>',
  );
  expect(html('- one\n- two\n\n3. three')).toBe(
    '<div><ul><li data-task="false">one</li><li data-task="false">two</li></ul><ol start="3"><li data-task="false">three</li></ol></div>',
  );
  expect(html('- [x] done')).toBe('<div><ul><li data-task="true"><span>☑ </span>done</li></ul></div>');
  expect(html('> said\n\n```js\na < b\n```')).toBe(
    '<div><blockquote><p>said</p></blockquote><pre>a &lt; b</pre></div>',
  );
  expect(html('|a|b|\n|-|-|\n|1|2|')).toBe(
    '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>',
  );
});

test('HTML in a note is text', () => {
  for (const text of ['<script>alert(1)</script>', 'a <img src=x onerror=alert(1)> b', '<b>x</b>', '<!-- x -->']) {
    expect(html(text)).not.toMatch(/<(script|img|b|!--)/);
    expect(html(text)).toContain('&lt;');
  }
});

test('links open beside the playground; addresses that are no pages are text, and nothing is fetched for a picture', () => {
  expect(html('[site](https://nestjs.com)')).toBe(
    '<div><p><a href="https://nestjs.com" target="_blank" rel="noopener noreferrer">site</a></p></div>',
  );
  for (const href of ['javascript:alert(1)', ' JAVASCRIPT:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.test']) {
    expect(html(`[click](<${href}>)`)).not.toContain('href');
  }
  expect(html('![a cat](https://example.test/cat.png)')).toBe(
    '<div><p><a href="https://example.test/cat.png" target="_blank" rel="noopener noreferrer">picture: a cat</a></p></div>',
  );
});

test.each([
  ['nested quotes', '>'.repeat(9999)],
  ['nested lists', '- '.repeat(4999)],
  ['open brackets', '['.repeat(9999)],
  ['emphasis that never ends', '*a_ '.repeat(2499)],
])('%s by the thousand are still shown', (_name, text) => {
  expect(html(text).length).toBeGreaterThan(11);
});
