/** The colours of a sequence diagram, as every program that reads SVG knows them. The page and the exported picture use the same. */
export interface SequencePalette {
  back: string;
  text: string;
  dim: string;
  line: string;
  head: string;
  work: string;
  request: string;
  reply: string;
  event: string;
  error: string;
  ghost: string;
  faultBack: string;
  waitBack: string;
  wait: string;
  infoBack: string;
}

export const palettes: Record<'light' | 'dark', SequencePalette> = {
  dark: {
    back: '#12161d',
    text: '#d5dbe3',
    dim: '#9aa4b2',
    line: '#39434f',
    head: '#1f2631',
    work: '#263243',
    request: '#4dabf7',
    reply: '#51cf66',
    event: '#ffb224',
    error: '#ff6b6b',
    ghost: '#8b95a3',
    faultBack: '#2c1519',
    waitBack: '#2a2410',
    wait: '#ffd43b',
    infoBack: '#1f2631',
  },
  light: {
    back: '#ffffff',
    text: '#1b2330',
    dim: '#566172',
    line: '#b9c3d0',
    head: '#eef1f5',
    work: '#dbe7f5',
    request: '#1971c2',
    reply: '#2b8a3e',
    event: '#a35a00',
    error: '#c92a2a',
    ghost: '#6b7686',
    faultBack: '#fff0f0',
    waitBack: '#fff9db',
    wait: '#8a6d00',
    infoBack: '#eef1f5',
  },
};
