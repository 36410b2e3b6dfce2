import { vi } from 'vitest';

/** Catches what is printed from now on, until all mocks are restored. */
export function catchPrinted(): { readonly out: () => string; readonly err: () => string } {
	const texts = { out: '', err: '' };
	const caught = (stream: NodeJS.WriteStream, of: keyof typeof texts) =>
		vi.spyOn(stream, 'write').mockImplementation((text) => {
			texts[of] += String(text);
			return true;
		});
	caught(process.stdout, 'out');
	caught(process.stderr, 'err');
	return { out: () => texts.out, err: () => texts.err };
}
