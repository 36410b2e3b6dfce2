import type { Performed } from './running.ts';

/** Which way a run goes; `watch`: its proof held, and it is watched. */
export type Course = 'forward' | 'back' | 'watch';

/**
 * A pass that is to be made; `cause`: why it is the way back. `anew`: its locks were given back since the last one.
 * `taken`: it is the first one here of a run that was begun elsewhere.
 */
export type Going = {
	readonly course: Course;
	readonly cause?: string;
	readonly anew?: true;
	readonly taken?: true;
};

/** What follows a pass: the end of the run, or another pass. */
export type Next = { readonly end: Performed } | Going;

/** The locks were given back before the watch. */
export function anewAfter(course: Course): Pick<Going, 'anew'> {
	return course === 'watch' ? { anew: true } : {};
}
