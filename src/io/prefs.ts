import type { Options } from 'conf';
import type { Failure } from '../core/model.ts';
import { codeOf, failureOf } from './failure.ts';

/** Small things that are remembered from one start to the next: the theme, the last screen. */
export interface Prefs {
	readonly get: (name: string) => string | undefined;
	readonly set: (name: string, value: string) => void;
	/** Why they are not kept in the file; they work all the same until the end. */
	readonly failure?: Failure;
}

type Store = Readonly<{ get: (name: string) => unknown; set: (name: string, value: string) => void }>;

function inMemory(failure: Failure): Prefs {
	const values = new Map<string, string>();
	return { failure, get: (name) => values.get(name), set: (name, value) => void values.set(name, value) };
}

function prefsOf(store: Store): Prefs {
	return {
		get: (name) => {
			const value = store.get(name);
			return typeof value === 'string' ? value : undefined;
		},
		set: (name, value) => {
			try {
				store.set(name, value);
			} catch {
				// A preference that cannot be kept is not worth a word in the middle of an incident.
			}
		},
	};
}

/** Opens the preferences in a folder. A damaged file is set aside, and a folder that cannot be written to is no matter. */
export async function openPrefs(folder: string): Promise<Prefs> {
	const [{ default: Conf }, { rename }, { join }] = await Promise.all([
		import('conf'),
		import('node:fs/promises'),
		import('node:path'),
	]);
	const file = join(folder, 'preferences.json');
	const options: Options<Record<string, string>> = {
		cwd: folder,
		configName: 'preferences',
		projectName: 'watchdeck',
		projectSuffix: '',
		configFileMode: 0o600,
		accessPropertiesByDotNotation: false,
	};
	try {
		return prefsOf(new Conf(options));
	} catch (error) {
		const failure = failureOf(error, `The preferences ${file}`);
		if (codeOf(error) !== undefined) return inMemory(failure);
		await rename(file, `${file}.broken`).catch(() => undefined);
		try {
			return prefsOf(new Conf(options));
		} catch {
			return inMemory(failure);
		}
	}
}
