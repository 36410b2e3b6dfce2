import type { Plugin } from 'esbuild';

/** Leaves native parts and Ink's devtools out of a bundle. */
export declare const leaveOut: Plugin;
/** Writes signs beyond ASCII in regular expressions of packages as escapes. */
export declare const plainRegexes: Plugin;
/** Puts our memory of rows and texts into Ink. */
export declare const inkSubstitutes: Plugin;
/** Puts off what the first frame does not need. */
export declare const startLean: Plugin;
