/**
 * Does `work` on what comes, on up to `most` at once, and gives the results in the order in which it came. It reads ahead
 * no further than that, so a slow reader slows the sender.
 */
export async function* inOrder<T, R>(
	source: AsyncIterable<T>,
	most: number,
	work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
	const iterator = source[Symbol.asyncIterator]();
	const working: Promise<R>[] = [];
	let next: Promise<IteratorResult<T>> | undefined = iterator.next();
	try {
		while (next !== undefined || working.length > 0) {
			const came = await firstOf(working.length < most ? next : undefined, working[0]);
			if (came.is === 'done') {
				working.shift();
				yield came.value;
			} else if (came.result.done === true) next = undefined;
			else {
				working.push(work(came.result.value));
				next = iterator.next();
			}
		}
	} finally {
		// Not awaited: the source may be waiting for news itself, and gives up only when its signal says so.
		void Promise.allSettled([...working, iterator.return?.()]);
	}
}

type Came<T, R> =
	| { readonly is: 'next'; readonly result: IteratorResult<T> }
	| { readonly is: 'done'; readonly value: R };

async function firstOf<T, R>(
	next: Promise<IteratorResult<T>> | undefined,
	done: Promise<R> | undefined,
): Promise<Came<T, R>> {
	return Promise.race([
		...(next === undefined ? [] : [next.then((result) => ({ is: 'next', result }) as const)]),
		...(done === undefined ? [] : [done.then((value) => ({ is: 'done', value }) as const)]),
	]);
}
