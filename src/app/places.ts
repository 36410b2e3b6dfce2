/** What the command line needs to know of the machine; it knows io only through app. */
export { accountName, userName } from '../io/identity.ts';
export { pathsOf } from '../io/paths.ts';
