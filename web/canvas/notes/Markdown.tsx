import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, useMemo, type ReactNode } from 'react';
import classes from './Markdown.module.css';

/**
 * The Markdown of a note. `marked` only reads it: each token becomes an element of ours, so HTML in a note is shown as the text
 * that it is and never gets into the page. Pictures are links: a note that somebody shares must not make the page fetch anything.
 */
export function Markdown({ text }: { text: string }) {
  const tokens = useMemo(() => tokensOf(text), [text]);
  return <div className={classes.markdown}>{tokens === undefined ? text : <Blocks tokens={tokens} depth={0} />}</div>;
}

/** Undefined for a text that is too tangled to be read. */
function tokensOf(text: string): Token[] | undefined {
  try {
    return lexer(text, { gfm: true, breaks: true });
  } catch {
    // Thousands of nested quotes exhaust the stack of the reader; the words themselves can still be shown.
    return undefined;
  }
}

interface Nested {
  tokens: readonly Token[] | undefined;
  /** How deep it is nested. */
  depth: number;
}

const deepest = 24;

function Blocks({ tokens = [], depth }: Nested) {
  return tokens.map((token, index) => (
    <Fragment key={index}>{depth > deepest ? token.raw : drawn(token as MarkedToken, depth + 1)}</Fragment>
  ));
}

function drawn(token: MarkedToken, depth: number): ReactNode {
  const inside = 'tokens' in token ? <Blocks tokens={token.tokens} depth={depth} /> : undefined;
  switch (token.type) {
    case 'heading':
      return (
        <p className={classes.heading} data-depth={Math.min(3, token.depth)}>
          {inside}
        </p>
      );
    case 'paragraph':
      return <p>{inside}</p>;
    case 'text':
      return token.tokens === undefined ? token.text : inside;
    case 'strong':
      return <strong>{inside}</strong>;
    case 'em':
      return <em>{inside}</em>;
    case 'del':
      return <del>{inside}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'code':
      return <pre>{token.text}</pre>;
    case 'blockquote':
      return <blockquote>{inside}</blockquote>;
    case 'list':
      return <List list={token} depth={depth} />;
    case 'list_item':
      return <li>{inside}</li>;
    case 'checkbox':
      return <span>{token.checked ? '☑ ' : '☐ '}</span>;
    case 'table':
      return <Table table={token} depth={depth} />;
    case 'link':
      return <Link href={token.href}>{inside}</Link>;
    case 'image':
      return <Link href={token.href}>picture: {token.text === '' ? token.href : token.text}</Link>;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'escape':
      return token.text;
    case 'html':
      return token.text;
    case 'space':
    case 'def':
      return undefined;
  }
}

function List({ list, depth }: { list: Tokens.List; depth: number }) {
  const items = list.items.map((item, index) => (
    <li key={index} data-task={item.task}>
      <Blocks tokens={item.tokens} depth={depth} />
    </li>
  ));
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table, depth }: { table: Tokens.Table; depth: number }) {
  return (
    <table>
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            <th key={index}>
              <Blocks tokens={cell.tokens} depth={depth} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                <Blocks tokens={cell.tokens} depth={depth} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Opens beside the playground, which learns nothing of the other page nor it of us. Other addresses than of pages are only text. */
function Link({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="nodrag">
      {children}
    </a>
  );
}
