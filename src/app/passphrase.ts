import { clean, shown } from '../core/clean.ts';
import { askSecret } from '../io/ask-secret.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';

/** Asks on the plain terminal for the passphrase of a key; two hosts that need one ask one after the other. */
export const makeAskPassphrase = (withTerminal: (work: () => Promise<void>) => Promise<void>): AskPassphrase => {
	let last: Promise<unknown> = Promise.resolve();
	return (host, path, again) => {
		const ask = async (): Promise<string | undefined> => {
			let answer: string | undefined;
			await withTerminal(async () => {
				const { stdin, stdout } = process;
				const wrong = again ? shown`That was not it. ` : shown``;
				answer = await askSecret(shown`${wrong}Passphrase of ${clean(path)} for ${clean(host)} (esc: without it):`, {
					stdin,
					stdout,
				});
			});
			return answer;
		};
		const next = last.then(ask, ask);
		last = next;
		return next;
	};
};
