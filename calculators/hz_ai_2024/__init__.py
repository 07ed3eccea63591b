"""杭州市《支持人工智能全产业链高质量发展的若干措施》: parameters, rules, worked cases."""
