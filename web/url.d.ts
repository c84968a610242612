/** The address under which the page finds a file that is copied as it is. */
declare module '*?url' {
  const url: string;
  export default url;
}
