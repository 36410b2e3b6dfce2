/** Put in by the build, from package.json. */
declare const VERSION: string | undefined;

/** The version of this program. */
export const version = typeof VERSION === 'string' ? VERSION : 'unbuilt';
