package desk

import "sync"

const (
	cachedFiles = 1500
	cachedNames = 200_000
)

// cache keeps what was used lately: when the young half is full, the old half
// is forgotten and the halves change places.
type cache[K comparable, V any] struct {
	mu         sync.Mutex
	young, old map[K]V
	half       int
}

func newCache[K comparable, V any](size int) *cache[K, V] {
	return &cache[K, V]{young: map[K]V{}, half: size / 2}
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.young[k]; ok {
		return v, true
	}
	v, ok := c.old[k]
	if ok {
		c.keep(k, v)
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(k, v)
}

// putIf puts only if allowed, which is asked when nobody else can put or clear.
func (c *cache[K, V]) putIf(k K, v V, allowed func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if allowed() {
		c.keep(k, v)
	}
}

func (c *cache[K, V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.young, c.old = map[K]V{}, nil
}

func (c *cache[K, V]) keep(k K, v V) {
	if len(c.young) >= c.half {
		c.old, c.young = c.young, make(map[K]V, c.half)
	}
	c.young[k] = v
}

func (c *cache[K, V]) drop(k K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.young, k)
	delete(c.old, k)
}
