import { charsetOf, inCharset } from '../core/charset.ts';
import { clean, shown } from '../core/clean.ts';
import type { Shown } from '../core/shown.ts';
import { askSecret } from '../io/ask-secret.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';

/** What is asked for the passphrase of a key, in signs that the locale of this environment has. `again`: after a wrong one. */
export const passphraseQuestion = (
	{ host, path, again }: { readonly host: string; readonly path: string; readonly again: boolean },
	env: Readonly<Record<string, string | undefined>>,
): Shown => {
	const wrong = again ? shown`That was not it. ` : shown``;
	const question = shown`${wrong}Passphrase of ${clean(path)} for ${clean(host)} (esc: without it):`;
	return clean(inCharset(question, charsetOf(env)));
};

/** Asks on the plain terminal for the passphrase of a key; two hosts that need one ask one after the other. */
export const makeAskPassphrase = (withTerminal: (work: () => Promise<void>) => Promise<void>): AskPassphrase => {
	let last: Promise<unknown> = Promise.resolve();
	return (host, path, again) => {
		const ask = async (): Promise<string | undefined> => {
			let answer: string | undefined;
			await withTerminal(async () => {
				const { stdin, stdout } = process;
				answer = await askSecret(passphraseQuestion({ host, path, again }, process.env), { stdin, stdout });
			});
			return answer;
		};
		const next = last.then(ask, ask);
		last = next;
		return next;
	};
};
