import type { Instance, Millis } from '../model.ts';

/** A container with its times by our clock, where its engine's is ahead of ours by so much. */
export function byOurClock(instance: Instance, ahead: Millis): Instance {
	if (ahead === 0) return instance;
	const { created, started, ended } = instance;
	return {
		...instance,
		...(created === undefined ? {} : { created: created - ahead }),
		...(started === undefined ? {} : { started: started - ahead }),
		...(ended === undefined ? {} : { ended: ended - ahead }),
		ahead,
	};
}

/** A time of a container as its engine says it, to be compared with what that says. */
export function asEngineSays({ ahead = 0 }: Pick<Instance, 'ahead'>, at: Millis): Millis {
	return at + ahead;
}
