/** What is in a database or a server, by the names of its parts; equal where nothing is missing, more or other. */
export type Contents = Readonly<Record<string, string>>;
