import { failureText } from '../core/failure-text.ts';
import { browserFor, showPage } from '../io/browser.ts';
import type { Env } from '../io/local/exec.ts';

/** Opens a page in the browser of who sits here; who does not gets its address copied. Gives what is said of it. */
export const openLink = async (
	address: string,
	{ env, copy }: { readonly env: Env; readonly copy: (text: string) => Promise<string> },
): Promise<string> => {
	const browser = browserFor(env, process.platform);
	if (browser === undefined) return `no browser is here: ${await copy(address)}`;
	const shown = await showPage(browser, address);
	return shown.ok ? `opened by ${browser}` : `${failureText(shown.failure)}; ${await copy(address)}`;
};
