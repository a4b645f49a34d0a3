/** Styles of one part, by the names of its classes. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}

declare module '*.css';

/** The mark of this build: the console asks the server whether it still is the one that is served. */
declare const __BUILD__: string;
