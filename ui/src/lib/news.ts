/** Reads again after news; news that comes while it reads costs one more reading together. */
export class News {
  #read: () => Promise<void>;
  #reading = false;
  #again = false;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  async came(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#read();
    }
    this.#reading = false;
  }
}
