import { type Keys, keyWarnings } from '../core/keys-rebound.ts';
import type { Finding } from './check-finding.ts';
import { commands } from './commands.ts';

/** What is doubtful about the keys of the operator's choice, though they work. */
export const keyFindings = (keys: Keys): readonly Finding[] =>
	keyWarnings(commands, keys).map((text) => ({
		...{ ok: true, doubtful: true, what: 'keys', text },
		fix: 'Give one of them another key under `keys` in the config.',
	}));
