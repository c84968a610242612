import 'react';

declare module 'react' {
  /** Custom properties carry a box's own colour into its style sheet. */
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
