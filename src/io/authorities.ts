import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Broken } from './carrier.ts';
import { failureOf } from './failure.ts';

function broken(message: string): Broken {
	const fix = 'It must hold the certificates of the authorities in PEM: BEGIN CERTIFICATE …';
	return new Broken({ kind: 'missing', message, fix });
}

/**
 * The certificates of authorities in a file of this machine, as PEM. What is wrong with the file is thrown as `Broken`:
 * Node takes any text for an authority, and would then trust nobody without a word.
 */
export async function readAuthorities(path: string): Promise<string> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		throw new Broken(failureOf(error, `The file ${path}`));
	});
	try {
		// Looks at the first; what stands before it is a comment.
		new X509Certificate(text);
		return text;
	} catch {
		throw broken(`The file ${path} holds no certificate.`);
	}
}
